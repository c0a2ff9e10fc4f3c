import { FAULT_KINDS, type Fault } from "./mortal.ts";

/** One in so many is tried where not all are: no multiple of the number of kinds, so that each kind has its turn. */
const ONE_OF = 8;

/** What only reads and looks, by its name: whatever is called otherwise leaves something behind. */
const READS = /\.(get|find|list|read|has|look|spent|name|describe|observe|identify|contains|compare|count)(?![a-z])/;

/** Whether a call may leave something behind. */
export function writes(call: string): boolean {
  return !READS.test(call) && call.includes(".");
}

interface Sampling {
  /** Other ones for each. */
  seed: number;
  oneOf?: number;
}

/** All that may befall a worker at these calls, or a sample of it. With `CATALYST_TEST_FULL`, which `./catalyst test --full` sets, it is all. */
export function chooseFaults(calls: readonly string[], { seed, oneOf = ONE_OF }: Sampling): Fault[] {
  const all = calls.flatMap((at) => FAULT_KINDS.map((kind) => ({ at, kind })));
  const first = seed % Math.min(oneOf, all.length);
  return process.env.CATALYST_TEST_FULL === "1" ? all : all.filter((_fault, index) => index % oneOf === first);
}
