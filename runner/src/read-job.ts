import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { Job } from "@catalyst/core";

/** The job from what its keeper writes: it is nowhere else, and gone once it was read. */
export async function readJob(input: Readable): Promise<Job> {
  return Job.parse(JSON.parse(await text(input)));
}
