import { expect, test } from "vitest";
import { script } from "./script.ts";

const EXIT = { exitCode: 0, signal: null, timedOut: false };

test("a script's plan is what it prints, and of its work only the end is told", () => {
  const plan = script.adapter.createOutputReader("plan");
  for (const line of ["# Plan", "", "Do this."]) {
    plan.read(line);
  }
  expect(plan.end(EXIT)).toMatchObject({ outcome: "completed", summary: "# Plan\n\nDo this." });
  const work = script.adapter.createOutputReader("work");
  work.read("Done.");
  expect(work.end(EXIT).summary).toBe("The script ended with exit code 0.");
});

test("a plan is bounded, and a script that fails made none", () => {
  const plan = script.adapter.createOutputReader("plan");
  plan.read("x".repeat(1024 * 1024));
  expect(plan.end(EXIT).summary?.length).toBeLessThan(100_000);
  expect(plan.end({ ...EXIT, exitCode: 1 })).toMatchObject({ outcome: "failed", summary: null });
});
