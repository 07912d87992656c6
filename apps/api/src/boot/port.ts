import { createServer } from 'node:net'

/** Whether nobody listens there yet: asked before the slow part of a start. */
export function isPortFree(port: number, host: string): Promise<boolean> {
  if (port === 0) return Promise.resolve(true)
  return new Promise(resolve => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, host, () => probe.close(() => resolve(true)))
  })
}

/** What to tell when somebody does. */
export function portTaken(port: number): string {
  return `端口 ${port} 已被占用。请换一个端口启动,例如: PORT=${port + 1} npm start\nPort ${port} is taken. Choose another one, for example: PORT=${port + 1} npm start`
}
