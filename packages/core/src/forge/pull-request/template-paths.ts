export const MAX_TEMPLATE_BYTES = 16 * 1024;

/** Where GitHub looks, in its order; their names are read in capitals and without. */
const FOLDERS = [".github/", "", "docs/"];
const NAMES = ["pull_request_template.md", "PULL_REQUEST_TEMPLATE.md"];
const SEVERAL = [".github/PULL_REQUEST_TEMPLATE/default.md", ".github/PULL_REQUEST_TEMPLATE/pull_request_template.md"];

/** Where a repository has its template for pull requests: the first that says something counts. */
export const TEMPLATE_PATHS = [...FOLDERS.flatMap((folder) => NAMES.map((name) => `${folder}${name}`)), ...SEVERAL];
