/** Tools that move the schema of a database. */
import { expect, it } from 'vitest';
import { tierOf } from './place.ts';

it.each([
  ['alembic revision -m x', 'continue'],
  ['prisma generate', 'continue'],
  ['bin/rails routes', 'continue'],
  ['bin/rails test test/models', 'continue'],
  ['python manage.py makemigrations', 'continue'],
  ['knex migrate:make x', 'continue'],
  ['drizzle-kit generate', 'continue'],
  ['alembic -c alembic.ini upgrade head', 'expand'],
  ['prisma migrate dev --name x', 'expand'],
  ['prisma db push', 'expand'],
  ['bin/rails db:migrate', 'expand'],
  ['rails db:seed', 'expand'],
  ['python manage.py migrate', 'expand'],
  ['flask db upgrade', 'expand'],
  ['knex migrate:latest', 'expand'],
  ['sequelize db:migrate', 'expand'],
  ['flyway info', 'expand'],
  ['migrate -path db -database postgres://localhost/x up', 'expand'],
  ['alembic downgrade -1', 'commit'],
  ['alembic -c prod.ini upgrade head', 'commit'],
  ['prisma migrate reset', 'commit'],
  ['prisma db push --accept-data-loss', 'commit'],
  ['bin/rails db:rollback', 'commit'],
  ['rails db:schema:load', 'commit'],
  ['rails db:migrate RAILS_ENV=production', 'commit'],
  ['RACK_ENV=staging rails db:migrate', 'commit'],
  ['rails credentials:edit', 'commit'],
  ['python manage.py flush', 'commit'],
  ['python manage.py migrate app zero', 'commit'],
  ['python manage.py migrate --settings=shop.settings.production', 'commit'],
  ['knex migrate:latest --env production', 'commit'],
  ['knex migrate:rollback', 'commit'],
  ['flyway clean', 'commit'],
  ['migrate -path db -database postgres://db.example.org/x up', 'commit'],
  ['DATABASE_URL=postgres://db.example.org/x prisma db push', 'commit'],
])('%s: %s', (command, tier) => {
  expect(tierOf(command)).toBe(tier);
});
