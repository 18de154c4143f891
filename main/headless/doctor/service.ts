/** The service, where one is installed: whether the system runs it, and goes on with it. */
import { readServiceFile } from '../service/service-file.ts';
import { ServiceError, type ServiceManager } from '../service/service-manager.ts';
import { runSentence, type ServiceView } from '../service/service-words.ts';
import { viewOf } from '../service/status.ts';
import { attention, bad, type Finding, good } from './finding.ts';

/** None where Outpost is no service: that is nothing that is wrong. */
export async function lookAtService(manager: ServiceManager): Promise<Finding[]> {
  try {
    if ((await readServiceFile(manager.file)).state === 'none') return [];
    return findings(await viewOf(manager));
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return [bad('service', error.message, 'Then look again.')];
  }
}

function findings(view: ServiceView): Finding[] {
  const text = `Outpost is a service of this computer. ${runSentence(view)}`;
  if (view.state !== 'running' && view.state !== 'starting')
    return [bad('service', text, `See why: outpost service status, or ${view.logCommand}`)];
  if (!view.enabled)
    return [
      attention('service', `${text} It does not start by itself.`, 'Have it start: outpost service install'),
    ];
  if (view.withoutLogin === false)
    return [
      attention(
        'service',
        `${text} It ends when you log out, and waits for a log-in after a restart.`,
        'Where nobody logs in: loginctl enable-linger',
      ),
    ];
  return [good('service', text)];
}
