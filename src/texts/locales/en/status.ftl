# Where a page stands and what may come next.
step-title = Status of “{ $title }”
step-heading = What comes next?
step-now = Now
step-choose = Next step
step-none = There is no further step for you from here.
step-asks-others = Further steps are up to those who have the role “Approve” in this space.
step-note = Note
step-note-help = Stands in the history of the page. Returning and repealing need a reason.
step-set = Set status
step-problems = { $count ->
    [one] Something is still missing
   *[other] { $count } things are still missing
}
step-problems-kept = The status has not changed. Add what is missing, then come back here.
step-complete = Everything needed for this is there.
step-needs-reason = Please give a reason.

step-submit = Submit for consent
step-release = Approve
step-publish = Publish
step-return = Return
step-reopen = Take up as a draft again
step-review = Start a review
step-still-valid = Remains valid as it is
step-back-in-force = Put back in force
step-supersede = Mark as superseded
step-repeal = Repeal
step-source-text = Keep as a source text
step-archive = Archive
step-show-qm = Show to all QM officers
step-other = Set to “{ $status }”

step-effect-in-abstimmung = Others read along and say what is missing. Nothing changes for readers.
step-effect-freigegeben = From now on the valid version for everybody who may read here.
step-effect-entwurf = Goes back to be worked on.
step-effect-in-ueberpruefung = Stays valid and says that it is under review.
step-effect-abgeloest = Stays readable and says that something else has taken its place.
step-effect-ausser-kraft = Stays readable but is no longer in force.
step-effect-fachliche-grundlage = A text by others that you rely on. It is not in force in Berlin.
step-effect-archiviert = Stays readable but is no longer kept up to date.
step-effect-show-qm = Readable for all QM officers and this space at once, marked “Not yet approved”.

chip-not-yet-released = Not yet approved
page-status = Status
page-status-change = Change status
form-hints = Hints

done-status-submitted = Submitted for consent. Those who approve here can read the page now.
done-status-released = Approved. This is the valid version now.
done-status-returned = Back in draft.
done-status-archived = Archived. The page stays readable.
done-status-shown = All QM officers can read the page now.
done-status-set = The status has changed.
done-status-same = The page had this status already.

problem-unknown-status = This kind of page has no status “{ $status }”.
problem-status-not-next = This step is not possible from here. Please choose one of those offered.
problem-status-page-changed = The page has changed meanwhile. Read the new state before you decide.
problem-status-reason = Please add a reason.
