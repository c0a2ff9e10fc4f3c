import type { GitHubLook, LookMarks, GitHubApp as StoredApp } from "@catalyst/core/forge";
import type { GitHubApp } from "@catalyst/github";

/** What is looked at, and as which App. */
export interface LookAt {
  look: GitHubLook;
  stored: StoredApp;
  app: GitHubApp;
}

/** How far a look went. */
export interface Looked {
  marks: LookMarks;
  hasFound: boolean;
  /** How long the forge wants to be left alone; null: it doesn't say. */
  forgeSeconds: number | null;
}
