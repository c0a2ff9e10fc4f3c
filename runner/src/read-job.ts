import { readFile } from "node:fs/promises";
import { Job } from "@catalyst/core";

export async function readJob(path: string): Promise<Job> {
  return Job.parse(JSON.parse(await readFile(path, "utf8")));
}
