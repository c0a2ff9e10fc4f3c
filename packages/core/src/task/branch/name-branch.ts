/**
 * `catalyst/<first 8 of the task's id>-<slug of the title>`, then the same without a folder for repositories in which that
 * one can't be: the same for the same task, fit for every git.
 */
export function nameBranches(taskId: string, title: string): string[] {
  const slug = title
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, 40)
    .replaceAll(/^-+|-+$/g, "");
  return ["/", "-"].map((separator) => `catalyst${separator}${taskId.slice(0, 8)}-${slug || "task"}`);
}

/** Why a name can't be a branch that an agent may push, or null when it can. Stricter than git: no odd characters at all. */
export function branchNameProblem(name: string): string | null {
  if (name.length > 200) {
    return "it is longer than 200 characters";
  }
  if (!/^[A-Za-z0-9][A-Za-z0-9._/-]*$/.test(name)) {
    return "only letters, digits, '.', '_', '-' and '/' are allowed, and a letter or digit first";
  }
  if (/\.\.|\/\/|\/\.|\.\/|\.lock(\/|$)|[./]$|^refs\/|(^|\/)HEAD$/.test(name)) {
    return "git doesn't allow '..', '//', a part that begins or ends with '.', a part that ends with '.lock', 'refs/' or 'HEAD'";
  }
  return null;
}
