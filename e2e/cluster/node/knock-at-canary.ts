import { connect } from "node:net";
import { NODE } from "./node-place.ts";

const KNOCK_MILLISECONDS = 2000;

/** Knocks at it as an operator does, from a place that no policy is about; returns what ends it. */
export function knockAtCanary(port: number): () => void {
  const knocking = setInterval(() => {
    const socket = connect({ host: NODE.hostAddress, port });
    socket.on("error", () => undefined).on("connect", () => socket.destroy());
  }, KNOCK_MILLISECONDS);
  return () => clearInterval(knocking);
}
