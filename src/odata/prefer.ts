/** What `Prefer` asks of a write's answer; other preferences are ignored. The first of a name wins (RFC 7240). */
export function preferredReturn(prefer: string | undefined): 'minimal' | 'representation' | undefined {
  const match = /(?:^|[,;])\s*return\s*=\s*"?(minimal|representation)"?\s*(?=[,;]|$)/i.exec(prefer ?? '')
  return match?.[1]?.toLowerCase() as 'minimal' | 'representation' | undefined
}
