import { expect } from "vitest";
import type { Attack } from "./attack.ts";

/** What it uses up, floods or leaves behind. */
export const EXHAUSTING: Attack[] = [
  {
    what: "its output can't move a terminal, and a flood doesn't stop the task",
    script: () => `
      printf '\\033]52;c;aGFjaw==\\007\\033[2J\\033]8;;http://evil\\007click\\033]8;;\\007\\n'
      node -e 'process.stdout.write("x".repeat(50_000_000) + "\\n"); for (let i = 0; i < 20000; i++) console.log("line", i)'
      sleep 1; echo end of flood`,
    holds: ({ output, task }) => {
      expect(output.length).toBeLessThan(20_000_000);
      expect(output).toContain("end of flood");
      expect(task).toMatchObject({ status: "completed" });
    },
  },
  {
    what: "more memory than it may use ends it, and that is told",
    // A large program that takes more bit by bit is first read from the disk again and again, which took it 100 s on a busy machine.
    script: () => `head -c 3G /dev/zero | tail -c 2G | wc -c; sleep 1; echo went on`,
    holds: ({ output, task }) => {
      // The kernel ends the process that took it, or the whole stage: either way no other feels it.
      expect(["completed", "failed"], output).toContain(task.status);
      expect(task.failureReason ?? "out_of_memory").toMatch(/out_of_memory|agent_failed/);
    },
  },
  {
    what: "more processes than it may have can't be made, and it ends",
    script: () => `i=0; while [ $i -lt 400 ]; do sleep 30 & i=$((i+1)); done 2>/dev/null; echo made; exit 0`,
    holds: ({ task, output }) => {
      expect(["completed", "failed"], output).toContain(task.status);
    },
  },
  {
    what: "what it commits before it fills its disk is kept, and that is told",
    // A node that puts a pod out for its disk gives it little time for last words: what a checkpoint has is certain.
    script: () => `
      echo good > good; git add good; git commit -qm good; echo committed
      until git push --dry-run --porcelain origin HEAD:refs/heads/$(git branch --show-current) | grep -q '^='; do sleep 1; done
      head -c 700000000 /dev/urandom > z || true; sleep 60`,
    holds: async ({ task, output, repository }) => {
      expect(task, output).toMatchObject({ status: "failed", failureReason: "disk_full" });
      const ref = task.result?.ref ?? "";
      expect(await repository.git("show", `${ref}:good`), output).toBe("good");
    },
  },
  {
    what: "who ends the runner ends the stage, and publishes nothing",
    script: () => `
      echo two > a.txt; git commit -qam Two
      for pid in $(ls /proc | grep '^[0-9]*$'); do tr '\\0' ' ' < /proc/$pid/cmdline 2>/dev/null | grep -q runner.mjs && kill -KILL $pid; done
      sleep 60; echo outlived`,
    holds: async ({ task, output, repository }) => {
      expect(task.status, output).toBe("failed");
      expect(output).not.toContain("outlived");
      expect(await repository.git("branch", "--list", "catalyst/*")).toBe("");
    },
  },
];
