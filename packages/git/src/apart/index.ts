/** What a command asks of a repository: all of this package costs each start more than Node itself. */
export { createRepository } from "../create-repository.ts";
export { parseRepositoryUrl } from "../remote/repository-url.ts";
export { readAskedHead } from "../view/read/read-asked-head.ts";
