import type { Readable } from "node:stream";
import { ClusterFault } from "./cluster-fault.ts";

const NEWLINE = 0x0a;
/** An event has one object, of which etcd takes 1.5 MB; what is escaped in JSON is longer. */
const MAX_LINE_BYTES = 8 * 1024 * 1024;

/** The whole lines of what is answered; what is cut off within a line was never said. */
export async function* readLines(body: Readable): AsyncGenerator<string> {
  let parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    let rest = chunk as Buffer;
    for (let end = rest.indexOf(NEWLINE); end !== -1; end = rest.indexOf(NEWLINE)) {
      yield Buffer.concat([...parts, rest.subarray(0, end)]).toString("utf8");
      parts = [];
      length = 0;
      rest = rest.subarray(end + 1);
    }
    length += rest.length;
    if (length > MAX_LINE_BYTES) {
      throw new ClusterFault("unavailable", `an event has more than ${MAX_LINE_BYTES / 1024 / 1024} MiB`);
    }
    parts.push(rest);
  }
}
