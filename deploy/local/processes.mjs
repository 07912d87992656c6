// Runs one child process after another, and sees to it that none outlives us.
import { spawn } from 'node:child_process'

export const onWindows = process.platform === 'win32'

const parent = process.ppid
let child
let stopping = false

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stop(signal))
// a closed terminal: SIGTERM, because not every program cleans up on SIGHUP
process.on('SIGHUP', () => stop('SIGTERM'))

// npm hands a signal to its shell only, so the loss of our parent counts as one
setInterval(() => {
  if (process.ppid !== parent) stop('SIGTERM')
}, 500).unref()

function stop(signal) {
  if (!child) process.exit(130)
  // a terminal has sent Ctrl-C to the child as well: a second one would cut its orderly stop short
  if (!stopping && !(signal === 'SIGINT' && process.stdin.isTTY)) child.kill(signal)
  stopping = true
}

/**
 * Runs a program with our terminal and resolves to its exit code; ends this process when a signal asked it to stop.
 * @param {string[]} command
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<number>}
 */
export async function run([program, ...args], { cwd, env }) {
  const code = await new Promise(resolve => {
    child = spawn(program, args, { cwd, env, stdio: 'inherit', shell: onWindows })
    child.once('error', error => {
      console.error(error.message)
      resolve(127)
    })
    child.once('exit', (exitCode, signal) => resolve(exitCode ?? (signal ? 1 : 0)))
  })
  child = undefined
  if (stopping) process.exit(code || 130)
  return code
}
