"""Who gets what from every route: the forum's permissions as they are seen from outside.

How to read a line. Behind method and rule stand three words with one letter for each role:

1. in an open group that everybody can see (or on the site itself), the twelve roles of `ROLES`:
   stranger, outsider, member, author, steward, moderator, owner, moderator of another group, somebody shown out,
   a suspended member, site moderator, administrator;
2. in a hidden group, where the route is about something that stands in a group, seven of them (`HIDDEN_ROLES`):
   stranger, outsider, member, moderator, moderator of another group, somebody shown out, site moderator;
3. in a group that one sees but enters by request only, the four who are outside (`OUTSIDE`): stranger, outsider,
   moderator of another group, somebody shown out.

`.` done or shown · `S` sign in first (401, or a redirect there) · `F` forbidden (403) · `M` missing (404) ·
`C` conflict (409) · `I` invalid (422) · `B` unreadable (400) · `U` not ready (503).

"author" wrote the thread and its posts. Sessions, keys and notifications in addresses belong to somebody else.
A suspended person's API keys are shut, so they are strangers with a wrong key there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tests.sweep.asking import Route
from tests.sweep.world import BY_REQUEST, HIDDEN, OPEN, OUTSIDE, ROLES

HIDDEN_ROLES = ("stranger", "outsider", "member", "moderator", "moderator elsewhere", "shown out", "site moderator")
COLUMNS: Mapping[str, tuple[str, ...]] = {OPEN: ROLES, HIDDEN: HIDDEN_ROLES, BY_REQUEST: OUTSIDE}

_TABLE = """
# Groups
GET    /g/<slug>                                                    ............  MM..MM.  ....
POST   /g/<slug>/bans/<int:ban_id>/lift                             SFFFF..FFF..  SMF.MM.  SFFF
GET    /g/<slug>/calendar.ics                                       ............  MMMMMMM  MMMM
POST   /g/<slug>/episodes/<int:episode_id>                          SF.....FFF..  MM..MM.  SFFF
GET    /g/<slug>/feed.atom                                          ............  MMMMMMM  MMMM
GET    /g/<slug>/invitations                                        SFFFF..FFF..  MMF.MM.  SFFF
POST   /g/<slug>/invitations                                        SFFFF..FFF..  MMF.MM.  SFFF
POST   /g/<slug>/invitations/<int:invitation_id>/revoke             SFFFF..FFF..  MMF.MM.  SFFF
GET    /g/<slug>/join                                               ............  MM..MM.  ....
POST   /g/<slug>/join                                               S.FFFFF.FF..  MMFFMMF  S..F
POST   /g/<slug>/join/withdraw                                      SMMMMMMMMMMM  SMMMMMM  SMMM
POST   /g/<slug>/leave                                              SF....FFF.FF  MM..MMF  SFFF
GET    /g/<slug>/ledger                                             ............  MM..MM.  FFFF
GET    /g/<slug>/members                                            ............  MM..MM.  FFFF
POST   /g/<slug>/members/<handle>/ban                               SFFFF..FFF..  MMF.MM.  SFFF
POST   /g/<slug>/members/<handle>/role                              SFFFFF.FFF..  MMFFMM.  SFFF
GET    /g/<slug>/new                                                SF.....FFF..  SM..MM.  SFFF
POST   /g/<slug>/new                                                SF.....FFF..  SM..MM.  SFFF
POST   /g/<slug>/new/draft                                          SF.....FFF..  SM..MM.  SFFF
POST   /g/<slug>/new/draft/discard                                  SF.....FFF..  SM..MM.  SFFF
GET    /g/<slug>/requests                                           SFFFF..FFF..  MMF.MM.  SFFF
POST   /g/<slug>/requests/<int:request_id>                          SFFFF..FFF..  MMF.MM.  SFFF
GET    /g/<slug>/rules                                              ............  MM..MM.  ....
POST   /g/<slug>/rules                                              SFFFFF.FFF..  MMFFMM.  SFFF
POST   /g/<slug>/rules/accept                                       SF.....FFF..  SM..MM.  SFFF
GET    /g/<slug>/settings                                           SFFFF..FFF..  MMF.MM.  SFFF
POST   /g/<slug>/settings                                           SFFFFF.FFF..  MMFFMM.  SFFF
GET    /g/<slug>/spoilers                                           ............  MM..MM.  FFFF
POST   /g/<slug>/spoilers                                           SFFFFF.FFF..  MMFFMM.  SFFF
POST   /g/<slug>/shows                                              SFFFF..FFF..  MMF.MM.  SFFF
POST   /g/<slug>/shows/<show>/unfollow                              SFFFF..FFF..  MMF.MM.  SFFF
GET    /groups                                                      ............
GET    /groups/new                                                  S...........
POST   /groups/new                                                  S........F..
GET    /join/<token>                                                ............  .......  ....
POST   /join/<token>                                                S.......F...  S....F.  S..F

# Threads and posts
GET    /p/<int:post_id>                                             ............  MM..MM.  MMMM
GET    /p/<int:post_id>/answer                                      SFF.F..FFF..  SMF.MM.  SMMM
POST   /p/<int:post_id>/answer                                      SFF.F..FFF..  SMF.MM.  SMMM
GET    /p/<int:post_id>/concern                                     ............  MM..MM.  MMMM
POST   /p/<int:post_id>/concern                                     S..I.....F..  SM..MM.  SMMM
GET    /p/<int:post_id>/edit                                        SFF.FFFFFFFF  SMFFMMF  SMMM
POST   /p/<int:post_id>/edit                                        SFF.FFFFFFFF  SMFFMMF  SMMM
GET    /p/<int:post_id>/flag                                        S..F.....F..  MM..MM.  MMMM
POST   /p/<int:post_id>/flag                                        S..F.....F..  MM..MM.  MMMM
GET    /p/<int:post_id>/flag/thanks                                 S..F.....F..  MM..MM.  MMMM
GET    /p/<int:post_id>/history                                     ............  MM..MM.  MMMM
GET    /p/<int:post_id>/quote                                       S...........  SM..MM.  SMMM
GET    /p/<int:post_id>/move                                        SFFFF..FFF..  SMF.MM.  SMMM
POST   /p/<int:post_id>/move                                        SFFFFIIFFFII  SMFIMMI  SMMM
POST   /p/<int:post_id>/react/<nod>                                 SF.....FFF..  SM..MM.  SMMM
GET    /p/<int:post_id>/remove                                      SFFFF..FFF..  SMF.MM.  SMMM
POST   /p/<int:post_id>/remove                                      SFFFF..FFF..  SMF.MM.  SMMM
GET    /p/<int:post_id>/restore                                     SFFFF..FFF..  SMF.MM.  SMMM
POST   /p/<int:post_id>/restore                                     SFFFF..FFF..  SMF.MM.  SMMM
GET    /p/<int:post_id>/seal                                        SFFF...FFF..  SMF.MM.  SMMM
POST   /p/<int:post_id>/seal                                        SFFF...FFF..  SMF.MM.  SMMM
GET    /p/<int:post_id>/unseal                                      SFFF...FFF..  SMF.MM.  SMMM
POST   /p/<int:post_id>/unseal                                      SFFF...FFF..  SMF.MM.  SMMM
GET    /p/<int:post_id>/withdraw                                    SFF.FFFFFFFF  SMFFMMF  SMMM
POST   /p/<int:post_id>/withdraw                                    SFF.FFFFFFFF  SMFFMMF  SMMM
POST   /preview                                                     S...........
GET    /revealed                                                    S...........
POST   /reveal                                                      ............
GET    /t/<int:thread_id>                                           ............  MM..MM.  MMMM
POST   /t/<int:thread_id>/answer                                    SFF.F..FFF..  MMF.MM.  MMMM
POST   /t/<int:thread_id>/close-all                                 S...........  S......  S...
POST   /t/<int:thread_id>/draft                                     S...........  SM..MM.  SMMM
POST   /t/<int:thread_id>/draft/discard                             S...........  S......  S...
POST   /t/<int:thread_id>/enter                                     S...........  SM..MM.  SMMM
GET    /t/<int:thread_id>/events                                    ............  MM..MM.  MMMM
POST   /t/<int:thread_id>/give-back-title                           SFFF...FFF..  MMF.MM.  MMMM
GET    /t/<int:thread_id>/flag                                      S..F.....F..  MM..MM.  MMMM
POST   /t/<int:thread_id>/flag                                      S..F.....F..  MM..MM.  MMMM
GET    /t/<int:thread_id>/feed.atom                                 ............  MMMMMMM  MMMM
POST   /t/<int:thread_id>/leave                                     S...........  S......  S...
POST   /t/<int:thread_id>/lock                                      SFFFF..FFF..  MMF.MM.  MMMM
GET    /t/<int:thread_id>/moderate                                  SFF....FFF..  MMF.MM.  MMMM
GET    /t/<int:thread_id>/new                                       ............  MM..MM.  MMMM
POST   /t/<int:thread_id>/move                                      MMFFF..MMF..  MMF.MM.  MMMM
POST   /t/<int:thread_id>/neutralise                                SFFF...FFF..  MMF.MM.  MMMM
POST   /t/<int:thread_id>/open-all                                  S...........  SM..MM.  SMMM
POST   /t/<int:thread_id>/open                                      SFFFF..FFF..  MMF.MM.  MMMM
POST   /t/<int:thread_id>/pin                                       SFFFF..FFF..  MMF.MM.  MMMM
POST   /t/<int:thread_id>/rename                                    SFF.F..FFF..  MMF.MM.  MMMM
POST   /t/<int:thread_id>/reply                                     SF.....FFF..  SM..MM.  SMMM
GET    /t/<int:thread_id>/standing                                  ............  MM..MM.  MMMM
GET    /t/<int:thread_id>/topics                                    SFFFF..FFF..  MMF.MM.  MMMM
POST   /t/<int:thread_id>/topics                                    SFFFF..FFF..  MMF.MM.  MMMM
POST   /t/<int:thread_id>/unlock                                    SFFFF..FFF..  MMF.MM.  MMMM
POST   /t/<int:thread_id>/unpin                                     SFFFF..FFF..  MMF.MM.  MMMM

# Search
GET    /search                                                      ............
GET    /search/suggest                                              ............

# Intake
GET    /notice                                                      ............
POST   /notice                                                      ............
GET    /notice/sent                                                 ............
GET    /notice/confirm/<key>                                        MMMMMMMMMMMM
POST   /notice/confirm/<key>                                        MMMMMMMMMMMM
GET    /notice/answer/<key>                                         MMMMMMMMMMMM
POST   /notice/answer/<key>                                         MMMMMMMMMMMM
GET    /mod/notices                                                 SFFFFFFFFF..
POST   /mod/notices/<int:notice_id>/answer                          SFFFFFFFFFMM
GET    /g/<slug>/automations                                        SFFFF..FFF..  MMF.MM.  SFFF
GET    /g/<slug>/automations/new                                    SFFFF..FFF..  MMF.MM.  SFFF
POST   /g/<slug>/automations/new                                    SFFFF..FFF..  MMF.MM.  SFFF
POST   /g/<slug>/pace                                               SFFFF..FFF..  MMF.MM.  SFFF
GET    /g/<slug>/waiting                                            SFFFF..FFF..  MMF.MM.  SFFF
GET    /automations/<int:automation_id>                             SFFFF..FFF..  MMF.MM.  SFFF
GET    /automations/<int:automation_id>/edit                        SFFFF..FFF..  MMF.MM.  SFFF
POST   /automations/<int:automation_id>/edit                        SFFFF..FFF..  MMF.MM.  SFFF
POST   /automations/<int:automation_id>/switch                      SFFFF..FFF..  MMF.MM.  SFFF
GET    /matches/<int:match_id>                                      MMMMM..MMM..  MMM.MM.  MMMM
GET    /waiting                                                     S...........
GET    /waiting/<int:waiting_id>                                    MMMMM..MMM..  MMM.MM.  MMMM
POST   /waiting/<int:waiting_id>/decide                             MMMMM..MMM..  MMM.MM.  MMMM
POST   /waiting/<int:waiting_id>/read                               MMMMM..MMM..  MMM.MM.  MMMM
POST   /waiting/<int:waiting_id>/take-back                          MMMMMMMMMMMM  MMMMMMM  MMMM

# Moderation
GET    /decisions                                                   S...........
GET    /decisions/<int:decision_id>                                 MMM.M..MMM..  MMM.MM.  MMMM
POST   /decisions/<int:decision_id>/appeal                          MMM.MMMMMMMM  MMMMMMM  MMMM
GET    /mod                                                         SFFFF...FF..
GET    /mod/cases/<int:case_id>                                     MMMMM..MMM..  MMM.MM.  MMMM
GET    /mod/appeals                                                 SFFFF...FF..
POST   /mod/cases/<int:case_id>/claim                               MMMMM..MMM..  MMM.MM.  MMMM
POST   /mod/cases/<int:case_id>/decide                              MMMMM..MMM..  MMM.MM.  MMMM
POST   /mod/cases/<int:case_id>/hand-over                           MMMMM.IMMM..  MMM.MM.  MMMM
POST   /mod/cases/<int:case_id>/look                                MMMMM..MMM..  MMM.MM.  MMMM
POST   /mod/cases/<int:case_id>/notes                               MMMMM..MMM..  MMM.MM.  MMMM
POST   /mod/cases/<int:case_id>/pass                                MMMMM..MMM..  MMM.MM.  MMMM
POST   /mod/cases/<int:case_id>/preview                             MMMMM..MMM..  MMM.MM.  MMMM
POST   /mod/cases/<int:case_id>/propose                             MMMMM..MMM..  MMM.MM.  MMMM
POST   /mod/cases/<int:case_id>/read                                MMMMM..MMM..  MMM.MM.  MMMM
POST   /mod/cases/<int:case_id>/release                             MMMMM..MMM..  MMM.MM.  MMMM
POST   /mod/cases/<int:case_id>/take-up                             MMMMM..MMM..  MMM.MM.  MMMM
GET    /g/<slug>/figures                                            SFFFF..FFF..  MMF.MM.  SFFF
GET    /mod/figures                                                 SFFFFFFFFF..
GET    /moderation/report                                           ............
GET    /moderation/report.csv                                       ............
GET    /moderation/report.json                                      ............
GET    /g/<slug>/replies                                            SFFFF..FFF..  MMF.MM.  SFFF
POST   /g/<slug>/replies                                            SFFFF..FFF..  MMF.MM.  SFFF
POST   /g/<slug>/replies/<int:reply_id>/drop                        SFFFF..FFF..  MMF.MM.  SFFF
POST   /mod/decisions/<int:decision_id>/appeals/<int:appeal_id>     MMMMM.FMMM..  MMM.MM.  MMMM
POST   /mod/decisions/<int:decision_id>/reverse                     MMMMM..MMM..  MMM.MM.  MMMM
POST   /mod/decisions/<int:decision_id>/undo                        MMMMMC.MMMCC  MMMCMMC  MMMM
GET    /mod/priority                                                ............
GET    /mod/ledger/<int:entry_id>                                   SFFFFFFFFFF.
POST   /mod/ledger/<int:entry_id>/redact                            SFFFFFFFFFF.
GET    /mod/redactions                                              SFFFFFFFFFF.
POST   /mod/redactions/<int:redaction_id>                           SFFFFFFFFFF.
POST   /mod/proposals/<int:proposal_id>                             MMMMM.FMMM..  MMM.MM.  MMMM
GET    /mod/since                                                   S........F..

# Shows
GET    /episodes/<int:episode_id>/report                            ............
POST   /episodes/<int:episode_id>/report                            S........F..
GET    /releases                                                    SFFFFFFFFF..
GET    /releases/mine                                               S...........
POST   /releases/<int:claim_id>/decide                              SFFFFFFFFF..
POST   /releases/<int:claim_id>/take-back                           SMMMMMMMMMMM
GET    /shows/<slug>/notes                                          SFFFFFFFFF..
GET    /shows/<slug>/releases                                       ............
POST   /shows/<slug>/pulled                                         SFFFFFFFFF..
POST   /shows/<slug>/works                                          SFFFFFFFFF..
POST   /shows/works/<int:work_id>/withdraw                          SFFFFFFFFF..
POST   /shows/<slug>/stewards                                       SFFFFFFFFFF.
POST   /shows/<slug>/stewards/<handle>/dismiss                      SFFFFFFFFFF.
POST   /shows/<slug>/agreement/two                                  SFFFFFFFFFF.
POST   /shows/<slug>/agreement/one                                  SFFFFFFFFFF.
GET    /calendar                                                    ............
GET    /episodes/<int:episode_id>                                   ............
POST   /progress                                                    S...........
GET    /shows                                                       ............
GET    /shows/<slug>                                                ............
GET    /shows/<slug>/calendar.ics                                   ............
POST   /shows/<slug>/notes                                          SFFFFFFFFF..
POST   /shows/<slug>/titles                                         SFFFFFFFFF..
POST   /shows/<slug>/windows                                        SFFFFFFFFF..
GET    /shows/import                                                SFFFFFFFFFF.
POST   /shows/import                                                SFFFFFFFFFFI
POST   /shows/notes/<int:note_id>/withdraw                          SFFFFFFFFF..
POST   /shows/windows/<int:window_id>/withdraw                      SFFFFFFFFF..

# Care
GET    /care                                                        SFFFFFFFFFFF
GET    /care/cases/<int:number>                                     SFFFFFFFFFFF
POST   /care/cases/<int:number>/ask/day                             SFFFFFFFFFFF
POST   /care/cases/<int:number>/ask/week                            SFFFFFFFFFFF
POST   /care/cases/<int:number>/beside                              SFFFFFFFFFFF
POST   /care/cases/<int:number>/called                              SFFFFFFFFFFF
POST   /care/cases/<int:number>/close                               SFFFFFFFFFFF
POST   /care/cases/<int:number>/cut                                 SFFFFFFFFFFF
POST   /care/cases/<int:number>/hand                                SFFFFFFFFFFF
POST   /care/cases/<int:number>/note                                SFFFFFFFFFFF
POST   /care/cases/<int:number>/read                                SFFFFFFFFFFF
POST   /care/cases/<int:number>/second                              SFFFFFFFFFFF
POST   /care/cases/<int:number>/take                                SFFFFFFFFFFF
POST   /care/cases/<int:number>/unfold                              SFFFFFFFFFFF
POST   /care/cases/<int:number>/urgency                             SFFFFFFFFFFF
POST   /care/cases/<int:number>/write                               SFFFFFFFFFFF
POST   /care/duty                                                   SFFFFFFFFFFF
GET    /care/messages                                               S...........
POST   /care/messages/<int:message_id>/answer                       SMMMMMMMMMMM
POST   /care/messages/<int:message_id>/not-me                       SMMMMMMMMMMM
POST   /care/messages/<int:message_id>/write-to-me                  SMMMMMMMMMMM
POST   /care/messages/choice                                        S...........
GET    /care/figures                                                SFFFFFFFFF..
GET    /care/team                                                   SFFFFFFFFFF.
POST   /care/team                                                   SFFFFFFFFFFI
POST   /care/team/<int:person_id>/end                               SFFFFFFFFFF.

# Care, health and the rest
GET    /                                                            ............
GET    /about                                                       ............
GET    /feeds/<key>/calendar.ics                                    MMMMMMMMMMMM
GET    /feeds/<key>/threads.atom                                    MMMMMMMMMMMM
GET    /healthz                                                     ............
GET    /metrics                                                     ............
GET    /readyz                                                      UUUUUUUUUUUU
GET    /oembed                                                      MMMMMMMMMMMM
GET    /robots.txt                                                  ............
GET    /sitemap.xml                                                 ............
GET    /sitemaps/<int:number>.xml                                   ............
GET    /static/<path:filename>                                      ............
GET    /support                                                     ............
GET    /support/<country>                                           ............
POST   /support/country                                             ............
GET    /support/lines                                               SFFFFFFFFF..
GET    /support/lines.json                                          SFFFFFFFFF..
GET    /support/lines/<line_id>                                     SFFFFFFFFF..
POST   /support/lines/<line_id>/check                               SFFFFFFFFFCC
GET    /support/lines/<line_id>/edit                                SFFFFFFFFFF.
POST   /support/lines/<line_id>/edit                                SFFFFFFFFFF.
POST   /support/lines/import                                        SFFFFFFFFFFI
GET    /support/lines/new                                           SFFFFFFFFFF.
POST   /support/lines/new                                           SFFFFFFFFFF.
POST   /support/lines/switch                                        SFFFFFFFFF..
GET    /support/reports                                             SFFFFFFFFF..
POST   /support/reports/<int:report_id>/settle                      SFFFFFFFFF..
GET    /support/worried                                             ............
GET    /support/wrong-number                                        ............
POST   /support/wrong-number                                        ............

# Oneself
GET    /mail/stop/<key>                                             MMMMMMMMMMMM
POST   /mail/stop/<key>                                             MMMMMMMMMMMM
GET    /drafts                                                      S...........
POST   /drafts/<int:draft_id>/discard                               S...........
GET    /notifications                                               S...........
POST   /notifications/<int:note_id>/read                            S...........
POST   /notifications/read                                          S...........
GET    /settings                                                    S...........
POST   /settings                                                    S...........
GET    /settings/data                                               S...........
POST   /settings/data                                               S...........
GET    /settings/data/<int:takeout_id>                              SMMMMMMMMMMM
POST   /settings/leave                                              SIIIIIIIIIII
GET    /settings/blocks                                             S...........
GET    /settings/feeds                                              S...........
POST   /settings/feeds/<purpose>                                    S...........
POST   /settings/feeds/<purpose>/revoke                             S...........
GET    /settings/break                                              S...........
POST   /settings/break                                              S...........
POST   /settings/break/end                                          S...........
POST   /settings/break/topics                                       S...........
GET    /settings/mails                                              S...........
POST   /settings/mails                                              S...........
GET    /settings/security                                           S...........
GET    /settings/sessions                                           S...........
POST   /settings/sessions/<int:sign_in_id>/end                      SMMMMMMMMMMM
POST   /settings/sessions/end-all                                   S...........
POST   /settings/sessions/end-others                                S...........
GET    /settings/tokens                                             S...........
POST   /settings/tokens                                             S........F..
POST   /settings/tokens/<int:token_id>/revoke                       SMMMMMMMMMMM
GET    /u/<handle>                                                  ............
GET    /u/<handle>/flag                                             S..F.....F..
POST   /u/<handle>/flag                                             S..F.....F..
GET    /u/<handle>/posts                                            ............
POST   /u/<handle>/relation                                         S..F........
POST   /u/<handle>/role                                             SFFFFFFFFFF.
GET    /u/<handle>/standing                                         SFFFFFFFFF..
POST   /u/<handle>/suspend                                          SFFFFFFFFF..
POST   /u/<handle>/unsuspend                                        SFFFFFFFFF..

# Doors of the house
GET    /account/address                                             S...........
POST   /account/address                                             S...........
GET    /account/address/<token>                                     ............
POST   /account/address/<token>                                     ............
GET    /account/confirm                                             ............
POST   /account/confirm                                             ............
GET    /account/confirm/<token>                                     ............
POST   /account/confirm/<token>                                     ............
GET    /account/login                                               ............
POST   /account/login                                               ............
POST   /account/logout                                              ............
GET    /account/mail-sent                                           ............
GET    /account/passkeys                                            S...........
POST   /account/passkeys                                            S...........
POST   /account/passkeys/<token>                                    S...........
GET    /account/passkeys/delete                                     S...........
POST   /account/passkeys/delete                                     S...........
GET    /account/passkeys/login                                      ............
POST   /account/passkeys/login                                      ............
POST   /account/passkeys/login/<token>                              ............
GET    /account/passkeys/verify                                     S...........
POST   /account/passkeys/verify                                     S...........
POST   /account/passkeys/verify/<token>                             S...........
GET    /account/password                                            S...........
POST   /account/password                                            S...........
GET    /account/recover                                             ............
POST   /account/recover                                             ............
GET    /account/recover/<token>                                     ............
POST   /account/recover/<token>                                     ............
GET    /account/recovery-codes                                      S...........
POST   /account/recovery-codes                                      S...........
GET    /account/register                                            ............
POST   /account/register                                            ............
GET    /account/second-factor                                       ............
POST   /account/second-factor                                       ............
POST   /account/second-factor/<token>                               S...........
GET    /account/second-factor/choose                                ............
POST   /account/second-factor/choose                                ............
GET    /account/second-factor/code                                  ............
POST   /account/second-factor/code                                  ............
GET    /account/second-factor/recovery                              ............
POST   /account/second-factor/recovery                              ............
GET    /account/second-factor/rescue                                MMMMMMMMMMMM
POST   /account/second-factor/rescue                                MMMMMMMMMMMM
GET    /account/static/<path:filename>                              ............
GET    /account/verify                                              S...........
POST   /account/verify                                              S...........

# The JSON API
GET    /api/v1/calendar                                             .........S..
GET    /api/v1/cases                                                SFFFF...FS..
GET    /api/v1/cases/<int:case_id>                                  SMMMM..MMS..  SMM.MM.  SMMM
GET    /api/v1/cases/<int:case_id>/around                           SMMMM..MMS..  SMM.MM.  SMMM
POST   /api/v1/cases/<int:case_id>/notes                            SMMMM..MMS..  SMM.MM.  SMMM
PUT    /api/v1/cases/<int:case_id>/pass                             SMMMM..MMS..  SMM.MM.  SMMM
DELETE /api/v1/cases/<int:case_id>/pass                             SMMMM..MMS..  SMM.MM.  SMMM
POST   /api/v1/cases/<int:case_id>/hand-over                        SMMMM.IMMS..  SMM.MM.  SMMM
POST   /api/v1/cases/<int:case_id>/preview                          SMMMM..MMS..  SMM.MM.  SMMM
GET    /api/v1/cases/<int:case_id>/proposal                         SMMMMMMMMSMM  SMMMMMM  SMMM
POST   /api/v1/cases/<int:case_id>/proposals                        SMMMM..MMS..  SMM.MM.  SMMM
POST   /api/v1/proposals/<int:proposal_id>/agreement                SMMMM.FMMS..  SMM.MM.  SMMM
DELETE /api/v1/proposals/<int:proposal_id>                          SMMMM..MMS..  SMM.MM.  SMMM
GET    /api/v1/appeals                                              SFFFF...FS..
GET    /api/v1/me/decisions                                         S........S..
GET    /api/v1/groups/<slug>/replies                                SFFFF..FFS..  SMF.MM.  SFFF
POST   /api/v1/groups/<slug>/replies                                SFFFF..FFS..  SMF.MM.  SFFF
DELETE /api/v1/groups/<slug>/replies/<int:reply_id>                 SFFFF..FFS..  SMF.MM.  SFFF
GET    /api/v1/groups/<slug>/figures                                SFFFF..FFS..  SMF.MM.  SFFF
GET    /api/v1/moderation/figures                                   SFFFFFFFFS..
GET    /api/v1/moderation/report                                    .........S..
GET    /api/v1/groups/<slug>/waiting                                SFFFF..FFS..  SMF.MM.  SFFF
GET    /api/v1/me/waiting                                           S........S..
GET    /api/v1/waiting/<int:waiting_id>                             SMMMM..MMS..  SMM.MM.  SMMM
POST   /api/v1/waiting/<int:waiting_id>/reading                     SMMMM..MMS..  SMM.MM.  SMMM
POST   /api/v1/waiting/<int:waiting_id>/decision                    SMMMM..MMS..  SMM.MM.  SMMM
DELETE /api/v1/waiting/<int:waiting_id>                             SMMMMMMMMSMM  SMMMMMM  SMMM
GET    /api/v1/groups/<slug>/automations                            SFFFF..FFS..  SMF.MM.  SFFF
GET    /api/v1/automations/<int:automation_id>                      SFFFF..FFS..  SMF.MM.  SFFF
POST   /api/v1/groups/<slug>/automations                            SFFFF..FFS..  SMF.MM.  SFFF
POST   /api/v1/automations/<int:automation_id>/versions             SFFFF..FFS..  SMF.MM.  SFFF
PUT    /api/v1/automations/<int:automation_id>/switch               SFFFF..FFS..  SMF.MM.  SFFF
GET    /api/v1/automations/<int:automation_id>/trial                SFFFF..FFS..  SMF.MM.  SFFF
GET    /api/v1/groups/<slug>/pace                                   SFFFF..FFS..  SMF.MM.  SFFF
PUT    /api/v1/groups/<slug>/pace                                   SFFFF..FFS..  SMF.MM.  SFFF
PUT    /api/v1/cases/<int:case_id>/claim                            SMMMM..MMS..  SMM.MM.  SMMM
DELETE /api/v1/cases/<int:case_id>/claim                            SMMMM..MMS..  SMM.MM.  SMMM
POST   /api/v1/cases/<int:case_id>/decisions                        SMMMM..MMS..  SMM.MM.  SMMM
POST   /api/v1/cases/<int:case_id>/reading                          SMMMM..MMS..  SMM.MM.  SMMM
POST   /api/v1/appeals/<int:appeal_id>/answer                       SMMMM.FMMS..  SMM.MM.  SMMM
GET    /api/v1/decisions/<int:decision_id>                          SMM.M..MMS..  SMM.MM.  SMMM
POST   /api/v1/decisions/<int:decision_id>/appeals                  SMM.MMMMMSMM  SMMMMMM  SMMM
POST   /api/v1/decisions/<int:decision_id>/reversal                 SMMMM..MMS..  SMM.MM.  SMMM
POST   /api/v1/decisions/<int:decision_id>/undo                     SMMMMC.MMSCC  SMMCMMC  SMMM
GET    /api/v1/docs                                                 ............
GET    /api/v1/drafts                                               S........S..
DELETE /api/v1/drafts/<int:draft_id>                                S........S..
GET    /api/v1/episodes/<int:episode_id>                            .........S..
GET    /api/v1/groups                                               .........S..
POST   /api/v1/groups                                               S........S..
GET    /api/v1/groups/<slug>                                        .........S..  MM..MM.  ....
PUT    /api/v1/groups/<slug>                                        SFFFFF.FFS..  SMFFMM.  SFFF
PUT    /api/v1/groups/<slug>/draft                                  S........S..  SM..MM.  SFFF
POST   /api/v1/groups/<slug>/episodes/<int:episode_id>/thread       SF.....FFS..  SM..MM.  SFFF
GET    /api/v1/groups/<slug>/bans                                   SFFFF..FFS..  SMF.MM.  SFFF
DELETE /api/v1/groups/<slug>/bans/<int:ban_id>                      SFFFF..FFS..  SMF.MM.  SFFF
GET    /api/v1/groups/<slug>/events                                 SFFFF..FFS..  SMF.MM.  SFFF
PUT    /api/v1/groups/<slug>/following/<show>                       SFFFF..FFS..  SMF.MM.  SFFF
DELETE /api/v1/groups/<slug>/following/<show>                       SFFFF..FFS..  SMF.MM.  SFFF
GET    /api/v1/groups/<slug>/invitations                            SFFFF..FFS..  SMF.MM.  SFFF
POST   /api/v1/groups/<slug>/invitations                            SFFFF..FFS..  SMF.MM.  SFFF
DELETE /api/v1/groups/<slug>/invitations/<int:invitation_id>        SFFFF..FFS..  SMF.MM.  SFFF
GET    /api/v1/groups/<slug>/ledger                                 .........S..  MM..MM.  FFFF
GET    /api/v1/groups/<slug>/members                                .........S..  MM..MM.  FFFF
GET    /api/v1/groups/<slug>/members/<handle>                       .........S..  MM..MM.  FFFF
POST   /api/v1/groups/<slug>/members/<handle>/ban                   SFFFF..FFS..  SMF.MM.  SFFF
PUT    /api/v1/groups/<slug>/members/<handle>/role                  SFFFFF.FFS..  SMFFMM.  SFFF
DELETE /api/v1/groups/<slug>/members/<handle>/role                  SFFFFF.FFS..  SMFFMM.  SFFF
PUT    /api/v1/groups/<slug>/membership                             S.FFFFF.FS..  SMFFMMF  SFFF
DELETE /api/v1/groups/<slug>/membership                             SF....FFFSFF  SM..MMF  SFFF
GET    /api/v1/groups/<slug>/requests                               SFFFF..FFS..  SMF.MM.  SFFF
POST   /api/v1/groups/<slug>/requests                               SFFFFFFFFSFF  SMFFMMF  S..F
DELETE /api/v1/groups/<slug>/requests                               SMMMMMMMMSMM  SMMMMMM  SMMM
POST   /api/v1/groups/<slug>/requests/<int:request_id>/decision     SFFFF..FFS..  SMF.MM.  SFFF
PUT    /api/v1/groups/<slug>/rules                                  SFFFFF.FFS..  SMFFMM.  SFFF
PUT    /api/v1/groups/<slug>/rules/acceptance                       SF.....FFS..  SM..MM.  SFFF
GET    /api/v1/groups/<slug>/settings                               SFFFFF.FFS..  SMFFMM.  SFFF
GET    /api/v1/groups/<slug>/spoilers                               .........S..  MM..MM.  FFFF
PUT    /api/v1/groups/<slug>/spoilers                               SFFFFF.FFS..  SMFFMM.  SFFF
GET    /api/v1/groups/<slug>/threads                                .........S..  MM..MM.  SFFF
POST   /api/v1/groups/<slug>/threads                                SF.....FFS..  SM..MM.  SFFF
GET    /api/v1/invitations/<token>                                  .........S..  .......  ....
PUT    /api/v1/invitations/<token>/membership                       S.......FS..  S....F.  S..F
GET    /api/v1/me                                                   S........S..
GET    /api/v1/me/break                                             S........S..
PUT    /api/v1/me/break                                             S........S..
DELETE /api/v1/me/break                                             S........S..
GET    /api/v1/me/feeds                                             S........S..
PUT    /api/v1/me/feeds/<purpose>                                   S........S..
DELETE /api/v1/me/feeds/<purpose>                                   S........S..
GET    /api/v1/me/letters                                           S........S..
DELETE /api/v1/me/letters/<int:message_id>                          SMMMMMMMMSMM
POST   /api/v1/me/letters/<int:message_id>/answers                  SMMMMMMMMSMM
PUT    /api/v1/me/letters/<int:message_id>/wish                     SMMMMMMMMSMM
PUT    /api/v1/me/letters/choice                                    S........S..
GET    /api/v1/me/mails                                             S........S..
PUT    /api/v1/me/mails                                             S........S..
PUT    /api/v1/me/muted-topics                                      S........S..
PUT    /api/v1/me/preferences                                       S........S..
GET    /api/v1/me/relations                                         S........S..
GET    /api/v1/me/reveals                                           S........S..
GET    /api/v1/notifications                                        S........S..
PUT    /api/v1/notifications/<int:note_id>/read                     S........S..
POST   /api/v1/notifications/read                                   S........S..
GET    /api/v1/openapi.json                                         .........S..
GET    /api/v1/people/<handle>                                      .........S..
POST   /api/v1/people/<handle>/flags                                S..F.....S..
GET    /api/v1/people/<handle>/posts                                .........S..
GET    /api/v1/people/<handle>/standing                             SFFFFFFFFS..
POST   /api/v1/people/<handle>/suspension                           SFFFFFFFFS..
POST   /api/v1/people/<handle>/suspension/end                       SFFFFFFFFS..
PUT    /api/v1/people/<handle>/relation                             S..F.....S..
GET    /api/v1/posts/<int:post_id>                                  .........S..  MM..MM.  MMMM
PUT    /api/v1/posts/<int:post_id>                                  SFF.FFFFFSFF  SMFFMMF  SMMM
DELETE /api/v1/posts/<int:post_id>                                  SFF.FFFFFSFF  SMFFMMF  SMMM
PUT    /api/v1/posts/<int:post_id>/answer                           SFF.F..FFS..  SMF.MM.  SMMM
POST   /api/v1/posts/<int:post_id>/concerns                         S..I.....S..  SM..MM.  SMMM
POST   /api/v1/posts/<int:post_id>/flags                            S..F.....S..  SM..MM.  SMMM
POST   /api/v1/threads/<int:thread_id>/flags                        S..F.....S..  SM..MM.  SMMM
GET    /api/v1/posts/<int:post_id>/history                          .........S..  MM..MM.  MMMM
GET    /api/v1/posts/<int:post_id>/quote                            S........S..  SM..MM.  SMMM
PUT    /api/v1/posts/<int:post_id>/reactions/<nod>                  SF.....FFS..  SM..MM.  SMMM
DELETE /api/v1/posts/<int:post_id>/reactions/<nod>                  SF.....FFS..  SM..MM.  SMMM
POST   /api/v1/posts/<int:post_id>/move                             SFFFFIIFFSII  SMFIMMI  SMMM
POST   /api/v1/posts/<int:post_id>/remove                           SFFFF..FFS..  SMF.MM.  SMMM
POST   /api/v1/posts/<int:post_id>/restore                          SFFFF..FFS..  SMF.MM.  SMMM
POST   /api/v1/posts/<int:post_id>/seal                             SFFF...FFS..  SMF.MM.  SMMM
GET    /api/v1/posts/<int:post_id>/source                           SFF.FFFFFSFF  SMFFMMF  SMMM
POST   /api/v1/posts/<int:post_id>/unseal                           SFFF...FFS..  SMF.MM.  SMMM
POST   /api/v1/preview                                              S........S..
POST   /api/v1/progress                                             S........S..
POST   /api/v1/reveals                                              S........S..
GET    /api/v1/search                                               .........S..
GET    /api/v1/search/suggestions                                   .........S..
POST   /api/v1/episodes/<int:episode_id>/reports                    S........S..
GET    /api/v1/me/release-reports                                   S........S..
GET    /api/v1/releases                                             SFFFFFFFFS..
POST   /api/v1/releases/<int:claim_id>/decision                     SFFFFFFFFS..
GET    /api/v1/shows/<slug>/notes                                   SFFFFFFFFS..
GET    /api/v1/shows/<slug>/releases                                .........S..
POST   /api/v1/shows/<slug>/windows                                 SFFFFFFFFS..
POST   /api/v1/shows/<slug>/pulled                                  SFFFFFFFFS..
POST   /api/v1/shows/<slug>/works                                   SFFFFFFFFS..
POST   /api/v1/shows/<slug>/notes                                   SFFFFFFFFS..
DELETE /api/v1/shows/notes/<int:note_id>                            SFFFFFFFFS..
DELETE /api/v1/shows/windows/<int:window_id>                        SFFFFFFFFS..
DELETE /api/v1/shows/works/<int:work_id>                            SFFFFFFFFS..
PUT    /api/v1/shows/<slug>/open-titles                             SFFFFFFFFS..
DELETE /api/v1/shows/<slug>/open-titles                             SFFFFFFFFS..
PUT    /api/v1/shows/<slug>/stewards/<handle>                       SFFFFFFFFSF.
DELETE /api/v1/shows/<slug>/stewards/<handle>                       SFFFFFFFFSF.
GET    /api/v1/shows                                                .........S..
POST   /api/v1/shows/import                                         SFFFFFFFFSF.
GET    /api/v1/shows/<slug>                                         .........S..
GET    /api/v1/shows/<slug>/progress                                S........S..
GET    /api/v1/notices                                              SFFFFFFFFS..
GET    /api/v1/notices/<int:notice_id>                              SFFFFFFFFSMM
POST   /api/v1/notices/<int:notice_id>/answer                       SFFFFFFFFSMM
GET    /api/v1/support-lines                                        .........S..
GET    /api/v1/support-lines/reports                                SFFFFFFFFS..
POST   /api/v1/support-lines/reports                                S........S..
DELETE /api/v1/support-lines/reports/<int:report_id>                SFFFFFFFFS..
GET    /api/v1/threads/<int:thread_id>                              .........S..  MM..MM.  MMMM
DELETE /api/v1/threads/<int:thread_id>/answer                       SFF.F..FFS..  SMF.MM.  SMMM
PUT    /api/v1/threads/<int:thread_id>/draft                        S........S..  SM..MM.  SMMM
PUT    /api/v1/threads/<int:thread_id>/entry                        S........S..  SM..MM.  SMMM
DELETE /api/v1/threads/<int:thread_id>/entry                        S........S..  SM..MM.  SMMM
POST   /api/v1/threads/<int:thread_id>/give-back-title              SFFF...FFS..  SMF.MM.  SMMM
GET    /api/v1/threads/<int:thread_id>/events                       .........S..  MM..MM.  MMMM
POST   /api/v1/threads/<int:thread_id>/lock                         SFFFF..FFS..  SMF.MM.  SMMM
POST   /api/v1/threads/<int:thread_id>/move                         SMFFF..MMS..  SMF.MM.  SMMM
POST   /api/v1/threads/<int:thread_id>/neutralise                   SFFF...FFS..  SMF.MM.  SMMM
POST   /api/v1/threads/<int:thread_id>/open                         SFFFF..FFS..  SMF.MM.  SMMM
POST   /api/v1/threads/<int:thread_id>/pin                          SFFFF..FFS..  SMF.MM.  SMMM
POST   /api/v1/threads/<int:thread_id>/posts                        SF.....FFS..  SM..MM.  SMMM
PUT    /api/v1/threads/<int:thread_id>/opened                       S........S..  SM..MM.  SMMM
DELETE /api/v1/threads/<int:thread_id>/opened                       S........S..  SM..MM.  SMMM
PUT    /api/v1/threads/<int:thread_id>/read                         S........S..  SM..MM.  SMMM
POST   /api/v1/threads/<int:thread_id>/rename                       SFF.F..FFS..  SMF.MM.  SMMM
GET    /api/v1/threads/<int:thread_id>/topics                       SFFFF..FFS..  SMF.MM.  SMMM
PUT    /api/v1/threads/<int:thread_id>/topics                       SFFFF..FFS..  SMF.MM.  SMMM
POST   /api/v1/threads/<int:thread_id>/unlock                       SFFFF..FFS..  SMF.MM.  SMMM
POST   /api/v1/threads/<int:thread_id>/unpin                        SFFFF..FFS..  SMF.MM.  SMMM
"""

CHANGES_BY_GET: Mapping[Route, str] = {
    ("GET", "/t/<int:thread_id>"): "the reader's own mark of how far they have read, which nobody else sees",
}
"""Every GET that may write, and why it may."""

IS_EVERYBODYS_ANSWER: Mapping[Route, str] = {
    ("GET", "/join/<token>"): "the link is the invitation: whoever holds it may see where it leads",
    ("POST", "/join/<token>"): "the same",
    ("GET", "/api/v1/invitations/<token>"): "the same",
    ("PUT", "/api/v1/invitations/<token>/membership"): "the same",
    ("POST", "/t/<int:thread_id>/close-all"): "forgets the reader's own mark; the answer is the same for every number",
    ("POST", "/t/<int:thread_id>/leave"): "forgets the reader's own mark; the answer is the same for every number",
    ("POST", "/t/<int:thread_id>/draft/discard"): "forgets the reader's own draft; the same for every number",
}
"""Routes that answer outsiders of a hidden group with something else than 404 or 401, and why they may."""


@dataclass(frozen=True)
class Row:
    """One route. Shapes: `letters` by the slug of the group, in the order of `COLUMNS`."""

    route: Route
    letters: Mapping[str, str]

    def cells(self) -> list[tuple[str, str, str]]:
        """Group, role and the letter that is expected."""
        return [
            (slug, role, letter)
            for slug, letters in self.letters.items()
            for role, letter in zip(COLUMNS[slug], letters, strict=True)
        ]


def _rows() -> list[Row]:
    lines = [line.split() for line in _TABLE.splitlines() if line and not line.startswith("#")]
    return [Row((method, rule), dict(zip(COLUMNS, words, strict=False))) for method, rule, *words in lines]


TABLE: Mapping[Route, Row] = {row.route: row for row in _rows()}
