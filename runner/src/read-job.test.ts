import { Readable } from "node:stream";
import type { Job } from "@catalyst/core";
import { jobOf } from "@catalyst/core/testing";
import { expect, test } from "vitest";
import { readJob } from "./read-job.ts";

const gateway = { socket: "/run/gateway.sock" };

test("a job is read as it was written, in however many pieces it comes", async () => {
  const job: Job = { ...jobOf("verify", "Fiß it"), token: "t".repeat(43), agentToken: "a".repeat(43), gateway };
  const bytes = Buffer.from(JSON.stringify(job));
  expect(await readJob(Readable.from([bytes]))).toEqual(job);
  expect(await readJob(Readable.from([...bytes].map((byte) => Buffer.of(byte))))).toEqual(job);
});

test("what is larger than any job is given up before all of it is there", async () => {
  let read = 0;
  const endless = Readable.from(
    (function* () {
      for (; ; read += 1) {
        yield Buffer.alloc(1024 * 1024, " ");
      }
    })(),
  );
  await expect(readJob(endless)).rejects.toThrow("longer than");
  expect(read).toBeLessThan(100);
});

test("what isn't a job is refused", async () => {
  await expect(readJob(Readable.from([Buffer.from("{}")]))).rejects.toThrow();
});
