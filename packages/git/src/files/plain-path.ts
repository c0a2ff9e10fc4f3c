/** Whether a path means itself to git, which takes `./x` and `../x` as relative to a folder that a bare repository doesn't have. */
export function isPlainPath(path: string): boolean {
  return (
    path !== "" && !/[\n\0]/.test(path) && !path.split("/").some((part) => part === "" || part === "." || part === "..")
  );
}
