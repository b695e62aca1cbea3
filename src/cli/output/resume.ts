import type { ResumeDocument } from '../../contract/document.js';

export function resumeOfId(id: string): ResumeDocument {
  return { id, command: `terminal onboard --resume ${id}` };
}
