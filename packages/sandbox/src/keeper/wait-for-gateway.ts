import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Kept } from "./stage/run-stage.ts";

/** Nearly always it is there, or about to be. */
const POLL_MILLISECONDS = { first: 1, most: 20 };
const PATIENCE = {
  /** A wait that is longer is told. */
  toldAfterMilliseconds: 2000,
  /** As long as the gateway takes to start again after several failures, with room. */
  milliseconds: 60_000,
};

/** No gateway came to serve the environment. */
export class GatewayAbsent extends Error {
  override readonly name = "GatewayAbsent";
}

/**
 * Waits until the gateway answers at the environment's own socket, so that the environment has a way out from its first
 * moment. Throws `GatewayAbsent` when it doesn't come, or the keeper is asked to end.
 */
export async function waitForGateway(
  { order, stop, note, state }: Pick<Kept, "order" | "stop" | "note" | "state">,
  patience = PATIENCE,
): Promise<void> {
  const path = order.gatewaySocket;
  const begunAt = Date.now();
  let pause = POLL_MILLISECONDS.first;
  while (!(await isAnswering(path))) {
    const waited = Date.now() - begunAt;
    if (stop.aborted || waited > patience.milliseconds) {
      throw new GatewayAbsent(
        `No gateway came to serve the environment at ${path} within ${Math.round(waited / 1000)} s.`,
      );
    }
    if (waited > patience.toldAfterMilliseconds && state().detail === null) {
      note({ detail: "the gateway", since: new Date(begunAt).toISOString() });
    }
    await sleep(pause);
    pause = Math.min(pause * 2, POLL_MILLISECONDS.most);
  }
  if (state().detail !== null) {
    note({ detail: null, since: new Date().toISOString() });
  }
}

/** A socket that a dead gateway left is there, too. */
function isAnswering(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
