import { useState } from 'preact/hooks'
import type { MemberView } from '../../src/staff/member.view.ts'
import { Button, Empty, Waiting } from '../shared/components.tsx'
import { useLoaded } from '../shared/hooks.ts'
import { useLanguage } from '../shared/i18n.ts'
import { askStaff, type Member } from '../shared/session.ts'
import { StaffNote } from '../shared/staff-note.tsx'
import { MemberForm } from './member-form.tsx'
import { RowButton } from './parts.tsx'
import { type Part, pathOf } from './setup.ts'
import { useSetupTexts } from './setup-texts.ts'

const AGAIN_MS = 30_000

/** The staff of a centre, and whoever is looked at. */
export const StaffTab = ({ setup, member }: Part & { member: Member }) => {
  const text = useSetupTexts()
  const language = useLanguage()
  const path = pathOf(setup.id, 'staff')
  const staff = useLoaded(path, (signal) => askStaff<MemberView[]>(path, { signal }), AGAIN_MS)
  const [chosen, setChosen] = useState<string | null>(null)
  const one = staff.value?.find(({ id }) => id === chosen)
  const newcomer: MemberView = {
    id: '',
    username: '',
    name: '',
    roles: ['clerk'],
    skills: ['*'],
    centre: setup.id,
    active: true,
    lockedMin: 0,
  }
  const inOrder = staff.value?.toSorted((a, b) => Number(b.active) - Number(a.active))
  return (
    <div class="setup">
      <div class="setup__list">
        <div class="setup__head">
          <p class="quiet">{text('staffHint')}</p>
          <Button onClick={() => setChosen('')}>{text('newMember')}</Button>
        </div>
        {!staff.value && !staff.problem && <Waiting />}
        {staff.problem && <StaffNote problem={staff.problem} onRetry={staff.reload} />}
        {inOrder?.length === 0 && <Empty>{text('noStaff')}</Empty>}
        <ul class="setup-rows">
          {inOrder?.map((row) => (
            <li key={row.id}>
              <RowButton
                form={`${setup.id} member ${row.id}`}
                isChosen={row.id === chosen}
                onChoose={() => setChosen(row.id)}
              >
                <span class="setup-row__words">
                  <bdi class="setup-row__name">{row.name}</bdi>
                  <span class="quiet">
                    <bdi>{row.username}</bdi>
                    {' · '}
                    {row.roles.map((role) => text(role)).join(language === 'ar' ? '، ' : ', ')}
                  </span>
                </span>
                <span class="setup-row__end">
                  {row.centre === null && <span class="tag">{text('everywhere')}</span>}
                  {row.lockedMin > 0 && <span class="tag tag--warn">{text('locked')}</span>}
                  {!row.active && <span class="tag tag--bad">{text('deactivated')}</span>}
                </span>
              </RowButton>
            </li>
          ))}
        </ul>
      </div>
      {chosen === '' && (
        <MemberForm
          key="new"
          setup={setup}
          me={member}
          member={newcomer}
          onSaved={(id) => {
            staff.reload()
            setChosen(id)
          }}
        />
      )}
      {one && (
        <MemberForm key={one.id} setup={setup} me={member} member={one} onSaved={staff.reload} />
      )}
      {chosen === null && <Empty>{text('chooseMember')}</Empty>}
    </div>
  )
}
