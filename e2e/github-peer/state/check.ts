import type { Account } from "./account.ts";

interface Annotation {
  path: string;
  line: number;
  level: "notice" | "warning" | "failure";
  message: string;
}

/** What an App found out about a commit. */
export interface CheckRun {
  id: number;
  suiteId: number;
  /** By whom: the App itself, or GitHub's own of workflows. */
  by: "app" | "github-actions";
  name: string;
  sha: string;
  status: string;
  conclusion: string | null;
  title: string | null;
  summary: string | null;
  annotations: Annotation[];
  log: string;
  startedAt: Date;
  completedAt: Date | null;
}

/** The older way to say something about a commit. */
export interface CommitStatus {
  id: number;
  sha: string;
  context: string;
  state: "error" | "failure" | "pending" | "success";
  description: string | null;
  targetUrl: string | null;
  creator: Account;
  at: Date;
}
