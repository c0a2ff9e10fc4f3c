/** What a command asks of a repository: all of this package costs each start more than Node itself. */
export { parseRepositoryUrl } from "../remote/repository-url.ts";
export { readAskedHead } from "../view/read/read-asked-head.ts";
