/** Hours in which the owner does not want to be asked on a phone, by the clock and the time zone of this computer. Pure. */
import { DAYS, type QuietHours } from '../../contract/policy.ts';

/**
 * When the quiet hours end that `now` lies in; null: it lies in none. They belong to the day on which they begin. On the
 * day on which the clocks change they begin and end by what the clock shows.
 */
export function quietUntil({ from, to, days }: QuietHours, now: Date): Date | null {
  for (const daysAgo of [0, 1]) {
    const start = at(now, -daysAgo, from);
    const end = at(now, to <= from ? 1 - daysAgo : -daysAgo, to);
    // Date counts from Sunday.
    const day = DAYS[(start.getDay() + 6) % 7]!;
    if ((days?.includes(day) ?? true) && start <= now && now < end) return end;
  }
  return null;
}

function at(now: Date, days: number, time: string): Date {
  const [hours, minutes] = time.split(':').map(Number);
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hours, minutes);
}
