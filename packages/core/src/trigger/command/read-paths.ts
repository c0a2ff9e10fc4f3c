/** Without what is no part of a path as people write them; colons make addresses of them. */
const PATH = /^[\p{L}\p{N}_.@+~/-]+$/u;
const MAX_PATHS = 20;
const MAX_PATH_LENGTH = 1024;

/**
 * The files and folders that a command's words are, where all of them are some: each has a slash or an ending. Anything else is a
 * sentence, which names none.
 */
export function readPaths(words: string): string[] {
  const paths = words.split(/\s+/).filter((word) => word !== "");
  const read = paths.slice(0, MAX_PATHS).map(readPath);
  return paths.length <= MAX_PATHS && read.every((path) => path !== null) ? read : [];
}

function readPath(word: string): string | null {
  const path = word.replace(/^`(.*)`$/, "$1");
  if (path.length > MAX_PATH_LENGTH || !PATH.test(path) || !/\/|\.[\p{L}\p{N}]+$/u.test(path)) {
    return null;
  }
  const parts = path.split("/").filter((part) => part !== "" && part !== ".");
  return parts.length === 0 || parts.includes("..") ? null : parts.join("/");
}
