/* Loaded in front of every server that is measured: tells its parent how much memory is in use. */
process.on('message', () => {
  globalThis.gc()
  process.send({ heap: process.memoryUsage().heapUsed, resident: process.memoryUsage().rss })
})
// The channel alone keeps nobody from ending.
process.channel?.unref()
