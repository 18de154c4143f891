import {
  ExternalLink,
  FileDiff,
  Globe,
  Keyboard,
  KeyRound,
  type LucideIcon,
  MessageCircleQuestion,
  Terminal,
  TextCursorInput,
  Wrench,
} from 'lucide-react';
import type { CardAsk } from './approval-words.ts';

type ApprovalKind = CardAsk['kind'] | 'network';

/** What an approval is called where it is only listed. */
export const APPROVAL_KIND: Record<ApprovalKind, { Icon: LucideIcon; word: string }> = {
  command: { Icon: Terminal, word: 'Wants to run a command' },
  network: { Icon: Globe, word: 'Wants to reach the network' },
  change: { Icon: FileDiff, word: 'Wants to change files' },
  question: { Icon: MessageCircleQuestion, word: 'Asks you' },
  permissions: { Icon: KeyRound, word: 'Wants more permissions' },
  stdin: { Icon: Keyboard, word: 'Wants to type into a command' },
  tool: { Icon: Wrench, word: 'Wants to use a tool' },
  form: { Icon: TextCursorInput, word: 'An MCP server asks you' },
  link: { Icon: ExternalLink, word: 'An MCP server has a page for you' },
};

/** Of a kind that this screen does not know it says no more than that something is asked. */
export const approvalKind = (kind: string): { Icon: LucideIcon; word: string } =>
  Object.hasOwn(APPROVAL_KIND, kind) ? APPROVAL_KIND[kind as ApprovalKind] : APPROVAL_KIND.question;
