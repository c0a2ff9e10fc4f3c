/**
 * What a command asks of a repository, and all that it may: where one is, what its HEAD is, and one of its own for a trial or the demo. All
 * of this package costs each start more than Node itself.
 */
export { createRepository } from "../create-repository.ts";
export { parseRepositoryUrl } from "../remote/repository-url.ts";
export { readAskedHead } from "../view/read/read-asked-head.ts";
