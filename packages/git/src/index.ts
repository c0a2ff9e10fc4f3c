export { createRepository } from "./create-repository.ts";
export { findBase } from "./find-base.ts";
export { gitRepositories } from "./git-repositories.ts";
export { inspectRepository, type RepositoryFacts } from "./inspect-repository.ts";
export { DEFAULT_RESULT_POLICY } from "./policy/default-policy.ts";
export { type PushCommand, readPushCommands, refusePush } from "./push-commands.ts";
export { readBaseFiles } from "./read-base-files.ts";
export { parseRepositoryUrl, type RepositoryAddress } from "./repository-url.ts";
export { type GitService, type ServedGit, serveGit } from "./serve-git.ts";
