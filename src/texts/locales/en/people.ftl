# Coming in, and what can go wrong.
sign-in = Sign in
sign-out = Sign out
sign-in-title = Sign in
sign-in-lead = With your name in { $site } and your password.
sign-in-name = Sign-in name
sign-in-password = Password
sign-in-help = Help with signing in
sign-in-link-title = Do you have a sign-in link?
sign-in-link-text = Just open it. The link for the first sign-in is shown by the program when it starts on the server; your administration issues further ones. Each link works once.
sign-in-none-title = No access yet?
sign-in-none-text = Ask the QM officers of your district or your administration.
sign-in-wrong = Name and password do not match. Check both and try again.
sign-in-too-many = That was a lot of tries. Please wait a minute and try again.
sign-in-ended = Your session has ended. Sign in and you will continue where you were.
sign-in-signed-out = You have signed out.
sign-in-bad-link = This link is no longer valid. Each link works once and only for a short time. Your administration will gladly issue a new one.
sign-in-needed = Sign in to see the page.
sign-in-link-welcome = Welcome, { $name }
sign-in-link-once = This link works once. After that you sign in with your password.
sign-in-link-button = Sign in now
password-title = Set a password
password-lead = At least { $min } characters. Three or four words that only you would put together are easy to remember and hard to guess.
password-new = New password
password-hint = Spaces and umlauts are allowed.
password-again = Once more
password-save = Save password

error-access-title = Do you need access?
error-access = Some pages can only be seen by certain people. The QM officers of your district can give you access.
error-home = To the start page
error-back = Back
error-sign-in = Sign in
error-write = Write this page
error-reference = Reference for the administration:
error-retry = { $count ->
    [one] Try again in one second.
   *[other] Try again in { $count } seconds.
}
error-400-title = We did not understand that
error-400 = The request was incomplete. Go back and try again.
error-404-title = We cannot find this page
error-404 = It may have been moved, or it is not visible to everyone. The search can help.
error-405-title = That does not work here
error-405 = This address does not accept the request. Go through the page you came from.
error-409-title = This has changed in the meantime
error-409 = Someone was faster. Reload the page and see what has changed.
error-413-title = That is too much at once
error-413 = The text or the file is too large. Spread the content over several pages.
error-429-title = That was very fast
error-429 = There were many requests in a short time. Please wait a moment.
error-500-title = Something went wrong
error-500 = The fault is ours and has been recorded. What was saved before is not lost.
error-503-title = Back in a moment
error-503 = The wiki cannot be reached right now or is being maintained. Try again in a few minutes.
