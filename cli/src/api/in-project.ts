/** Says in which project, where one is named. */
export function inProject(project: string | undefined): { project?: string } {
  return project === undefined ? {} : { project };
}
