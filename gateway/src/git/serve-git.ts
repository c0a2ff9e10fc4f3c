import type { GitService, ServedGit } from "@catalyst/git";

/** Starts git's side of one request; where the repositories lie is the caller's business. */
export type ServeGit = (service: Omit<GitService, "home">) => ServedGit;
