/** The pages of a home that has had a task. */
export const PAGES = [
  ...["/agent-tasks", "/agent-tasks/1", "/agent-tasks/new", "/needs-you", "/projects", "/usage", "/audit"],
  ...["/projects/default/settings/agents", "/settings/agents", "/settings/team", "/settings/keys"],
  ...["/settings/github", "/settings/notifications"],
];
