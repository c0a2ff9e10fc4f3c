import type { Readable } from "node:stream";
import { Job } from "@catalyst/core";

const MAX_JOB_BYTES = 64 * 1024 * 1024;

/** The job from what its keeper writes: it is nowhere else, and gone once it was read. Rejects what is larger than any job. */
export async function readJob(input: Readable): Promise<Job> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of input as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_JOB_BYTES) {
      throw new Error(`The job is longer than ${MAX_JOB_BYTES} bytes.`);
    }
    chunks.push(chunk);
  }
  return Job.parse(JSON.parse(Buffer.concat(chunks).toString("utf8")));
}
