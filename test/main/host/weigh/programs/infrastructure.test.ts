/** Descriptions of infrastructure. */
import { expect, it } from 'vitest';
import { tierOf } from './place.ts';

it.each([
  ['terraform fmt -recursive', 'continue'],
  ['terraform -chdir=modules/x validate', 'continue'],
  ['tofu fmt', 'continue'],
  ['ansible-playbook site.yml --syntax-check', 'continue'],
  ['packer validate x.pkr.hcl', 'continue'],
  ['terraform plan -out=tf.plan', 'expand'],
  ['terraform state list', 'expand'],
  ['terraform workspace list', 'expand'],
  ['pulumi preview', 'expand'],
  ['pulumi config', 'expand'],
  ['cdk diff', 'expand'],
  ['ansible-galaxy install -r requirements.yml', 'expand'],
  ['terraform apply tf.plan', 'commit'],
  ['terraform state pull', 'commit'],
  ['terraform workspace select prod', 'commit'],
  ['terraform plan -var-file=prod.tfvars', 'commit'],
  ['terraform test', 'commit'],
  ['terraform "$1"', 'commit'],
  ['pulumi config set x y', 'commit'],
  ['pulumi stack output --show-secrets', 'commit'],
  ['cdk deploy', 'commit'],
  ["cdk -a 'git push' synth", 'commit'],
  ['ansible web -m ping', 'commit'],
  ['ansible-playbook site.yml', 'commit'],
  ['ansible-vault view x.yml', 'commit'],
])('%s: %s', (command, tier) => {
  expect(tierOf(command)).toBe(tier);
});
