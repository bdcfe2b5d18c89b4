/* The emulator mounted in an express app of a user's own, on a port. */
import { createPrivateKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import express from 'express'
import { createApp } from '../../dist/express.js'

const [, , port, scenario, key] = process.argv
const read = (file) => readFileSync(file, 'utf8')
const signingKey = createPrivateKey(read(key)).export({ format: 'jwk' })
const app = createApp({ scenario: JSON.parse(read(scenario)), signingKey })
express().use(app).listen(Number(port), '127.0.0.1')
