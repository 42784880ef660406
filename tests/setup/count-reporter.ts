import type { Reporter, TestModule } from 'vitest/node'

function count(modules: readonly TestModule[], state: 'passed' | 'failed'): number {
  return modules.reduce((sum, module) => sum + [...module.children.allTests(state)].length, 0)
}

/** Closes the run with one plain line over all projects, for people and programs that read only the end. */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    // A file that could not even be loaded has no tests that could fail.
    const broken = modules.filter((module) => module.state() === 'failed' && count([module], 'failed') === 0)
    const failed = count(modules, 'failed') + broken.length
    process.stdout.write(`${count(modules, 'passed')} passed, ${failed} failed\n`)
  }
}
