/** Below it the runner of a pod's setup finds what an earlier one left, by its key. */
export const SETUP_CACHE_PATH = "/setup-cache";
/** Of an answer, the SHA-256 of what is sent, as hexadecimal digits. */
export const SETUP_DIGEST_HEADER = "x-catalyst-sha256";
export const MAX_SETUP_ARCHIVE_BYTES = 4 * 2 ** 30;
