import { useEffect, useState } from 'react';
import type { SshHostPage, SshState } from '../../main/contract/environments.ts';
import { useCommand } from '../use-command.ts';

/** So many hosts come at once. */
const PAGE = 50;

export interface Hosts extends SshHostPage {
  readonly refusal: string | undefined;
  more(): void;
}

/** Hosts of the SSH configuration that a search finds, a page after the other; read again whenever the host's list changes. */
export function useHosts(ssh: SshState, search: string, hidden: boolean): Hosts {
  const { run, refusal } = useCommand();
  const wanted = `${hidden} ${search}`;
  const [pages, setPages] = useState({ wanted, count: 1 });
  // The first ones are in the state itself.
  const [found, setFound] = useState<SshHostPage>({ hosts: ssh.hosts, total: ssh.total });
  const count = pages.wanted === wanted ? pages.count : 1;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of the list is a reason to read it again.
  useEffect(() => {
    let gone = false;
    const read = async (): Promise<void> => {
      const hosts: SshHostPage['hosts'] = [];
      for (let page = 0; page < count; page++) {
        const next = await run('ssh/hosts', { search, hidden, offset: page * PAGE, limit: PAGE });
        if (gone || next === undefined) return;
        hosts.push(...next.hosts);
        setFound({ hosts: [...hosts], total: next.total });
      }
    };
    void read();
    return () => {
      gone = true;
    };
  }, [run, search, hidden, count, ssh]);

  return { ...found, refusal, more: () => setPages({ wanted, count: count + 1 }) };
}
