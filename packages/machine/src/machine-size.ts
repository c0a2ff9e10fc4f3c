import { availableParallelism, totalmem } from "node:os";

const MIB = 1024 * 1024;

/** Memory and processors that this process may use: the machine's, or its container's where that has less. */
export function machineSize(): { memoryMib: number; processors: number } {
  const constrained = process.constrainedMemory();
  // Without a limit it is 0, or a number beyond any machine.
  const bytes = constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
  return { memoryMib: Math.floor(bytes / MIB), processors: availableParallelism() };
}
