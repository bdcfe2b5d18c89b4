import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/** Where this system keeps a user's data; the environment variable INTUNE_EMULATOR_HOME goes before it. */
export function dataFolder(env: NodeJS.ProcessEnv = process.env, platform = process.platform): string {
  if (env.INTUNE_EMULATOR_HOME) return resolve(env.INTUNE_EMULATOR_HOME)
  return join(parentFolder(env, platform), 'intune-emulator')
}

function parentFolder(env: NodeJS.ProcessEnv, platform: string): string {
  if (platform === 'win32') return env.LOCALAPPDATA || join(homedir(), 'AppData', 'Local')
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support')
  // The XDG specification has a relative value ignored.
  return env.XDG_DATA_HOME?.startsWith('/') ? env.XDG_DATA_HOME : join(homedir(), '.local', 'share')
}
