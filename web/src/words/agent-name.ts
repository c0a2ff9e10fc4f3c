const NAMES: Record<string, string> = {
  "claude-code": "Claude Code",
  "codex-cli": "Codex CLI",
  "gemini-cli": "Gemini CLI",
  aider: "Aider",
  opencode: "opencode",
  script: "Script",
};

/** As people call an agent; one of a project's own by its id. */
export function agentName(id: string | null): string {
  return id === null ? "not chosen yet" : (NAMES[id] ?? id);
}
