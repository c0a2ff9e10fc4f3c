/** What a backup asks of the results and quarantines of a home. */
export { linkRepositories } from "../backup/link-repositories.ts";
export { findBadLine, isRepositoryFile } from "../backup/repository-file.ts";
export { ensureBare } from "../ensure-bare.ts";
