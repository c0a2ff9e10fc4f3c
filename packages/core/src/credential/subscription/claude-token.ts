/** The form of what `claude setup-token` gives. */
export const CLAUDE_TOKEN = /^sk-ant-oat\d{2}-/;
