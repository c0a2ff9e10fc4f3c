import { withFileLock } from "@catalyst/machine";

/** Longer than all tests take that start one. */
const WAIT_SECONDS = 1800;

/** Waits until no other process of this machine has a node; returns what lets the next one have one. */
export async function holdMachine(): Promise<() => void> {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const lock = { path: "/run/lock/catalyst-node", waitSeconds: WAIT_SECONDS, purpose: "Starting a node" };
  await new Promise<void>((resolve, reject) => {
    withFileLock(lock, async () => {
      resolve();
      await released;
    }).catch(reject);
  });
  return release;
}
