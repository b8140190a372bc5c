// For browsers that do not open an entry by themselves when a link leads into it.
const reveal = () => {
  const target = document.getElementById(location.hash.slice(1));
  const entry = target?.closest("details.doc-entry");
  if (entry && !entry.open) {
    entry.open = true;
    target.scrollIntoView();
  }
};
addEventListener("hashchange", reveal);
reveal();
