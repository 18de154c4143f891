/**
 * What Linux says about its power supplies: one folder for each below /sys/class/power_supply
 * (Documentation/ABI/testing/sysfs-class-power of the kernel).
 */
import * as fs from 'node:fs/promises';
import path from 'node:path';
import type { PowerSource } from '../options.ts';

export const SUPPLIES_FOLDER = '/sys/class/power_supply';
/** A machine has a handful. */
const MOST_SUPPLIES = 64;

/** The attributes of one supply; those that it does not have are empty. */
export interface Supply {
  /** `Mains`, `USB`, `Battery`, `UPS`, … */
  type: string;
  /** `Device`: it feeds a mouse or a headset, not this machine. */
  scope: string;
  /** `1`: it delivers power. */
  online: string;
  /** `Discharging`, `Charging`, `Full`, … */
  status: string;
}

const feedsMachine = ({ scope }: Supply): boolean => scope !== 'Device';

/** Whether what the machine runs on can change at all. */
export const hasBattery = (supplies: readonly Supply[]): boolean =>
  supplies.some((supply) => supply.type === 'Battery' && feedsMachine(supply));

/** Decided as systemd does (`on_ac_power`): a cable that delivers wins; else one that does not, or a battery that drains. */
export function powerSourceOf(supplies: readonly Supply[]): PowerSource {
  const own = supplies.filter(feedsMachine);
  const cables = own.filter(({ type }) => type === 'Mains' || type === 'USB');
  if (cables.some(({ online }) => Number(online) > 0) || !hasBattery(own)) return 'mains';
  const drains = own.some(({ type, status }) => type === 'Battery' && status === 'Discharging');
  return cables.length > 0 || drains ? 'battery' : 'mains';
}

/** @returns null where the system does not list them. */
export async function readSupplies(folder: string): Promise<Supply[] | null> {
  try {
    const names = (await fs.readdir(folder)).slice(0, MOST_SUPPLIES);
    return await Promise.all(names.map((name) => readSupply(path.join(folder, name))));
  } catch {
    return null;
  }
}

async function readSupply(folder: string): Promise<Supply> {
  // Few supplies have all of them, and one that was just pulled out has none.
  const attribute = async (name: string) =>
    (await fs.readFile(path.join(folder, name), 'utf8').catch(() => '')).trim();
  const [type, scope, online, status] = await Promise.all(
    ['type', 'scope', 'online', 'status'].map(attribute),
  );
  return { type: type!, scope: scope!, online: online!, status: status! };
}
