/** What an agent offers, as Codex would say it, for tests of the screens. */
import type { AgentChoices, ModelChoice } from '../../protocol/session/options.ts';

const effort = (id: string, description: string) => ({ id, description });
const EFFORTS = [
  effort('low', 'Fast responses with lighter reasoning'),
  effort('medium', 'Balances speed and reasoning depth for everyday tasks'),
  effort('high', 'Greater reasoning depth for complex problems'),
];
const model = (
  id: string,
  name: string,
  description: string,
  more: Partial<ModelChoice> = {},
): ModelChoice => ({
  id,
  name,
  description,
  efforts: EFFORTS,
  effort: 'medium',
  standard: false,
  images: true,
  ...more,
});

export const CHOICES: AgentChoices = {
  models: [
    model('gpt-6.1-sol', 'GPT-6.1-Sol', 'Latest workhorse model for coding and everyday work.', {
      standard: true,
      efforts: [...EFFORTS, effort('ultra', 'Maximum reasoning with several agents')],
    }),
    model('gpt-6-luna', 'GPT-6-Luna', 'Fast and affordable model for easier tasks.'),
    model('gpt-5.5', 'GPT-5.5', 'Legacy coding model.', { efforts: EFFORTS.slice(0, 2) }),
  ],
  modes: ['plan', 'ask', 'work'],
  abilities: ['fork', 'review', 'compact', 'goal', 'attach'],
};
