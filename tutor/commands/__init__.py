"""The commands by what they are about; `tutor.cli` gathers them."""
